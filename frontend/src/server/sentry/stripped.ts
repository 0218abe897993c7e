import type { Event, Exception, StackFrame } from "@sentry/core";

/** Scripts of ours, of packages and of Node: nothing else that stands in a stack is told. */
const SCRIPT = /^(?:node:[\w/]+|(?:file:\/\/)?\/?[\w./@+-]*\.[cm]?[jt]s)$/;
const TOLD = [
  ...(["event_id", "type", "level", "platform", "release", "environment", "sdk"] as const),
  ...(["timestamp", "start_timestamp", "transaction", "tags"] as const),
];
type Told = (typeof TOLD)[number];
/** As our log names what happened, like `link_not_read: network`. */
const HAPPENED = /^[a-z_]{1,60}(?:: [a-z_]{1,60})?$/;
const KIND = /^\w{1,60}$/;

/**
 * The event put together anew from what tells of the code. An error's words may quote the address
 * of a page, and that holds a token: they are not sent, whatever the library adds.
 */
export function stripped<Kind extends Event>(event: Kind): Kind {
  const kept: Event = picked<Event, Told>(event, TOLD);
  const { message = "" } = event;
  if (HAPPENED.test(message)) kept.message = message;
  const trace = event.contexts?.trace;
  if (trace) {
    const { trace_id, span_id, op, status } = trace;
    const how = { ...(op !== undefined && { op }), ...(status !== undefined && { status }) };
    kept.contexts = { trace: { trace_id, span_id, ...how } };
  }
  const errors = event.exception?.values;
  if (errors) kept.exception = { values: errors.map(strippedError) };
  return kept as Kind;
}

function strippedError({ type = "", stacktrace, mechanism }: Exception): Exception {
  const frames = (stacktrace?.frames ?? []).filter(({ filename = "" }) => SCRIPT.test(filename));
  return {
    type: KIND.test(type) ? type : "Error",
    stacktrace: { frames: frames.map(strippedFrame) },
    mechanism: { type: "generic", handled: mechanism?.handled ?? true },
  };
}

function strippedFrame(frame: StackFrame): StackFrame {
  const name = frame.function ?? "";
  return {
    ...picked(frame, ["filename", "lineno", "colno", "in_app"]),
    function: /^[\w.<> ]*$/.test(name) ? name : "?",
  };
}

function picked<Whole extends object, Name extends keyof Whole>(
  whole: Whole,
  names: readonly Name[],
): { [Key in Name]?: Exclude<Whole[Key], undefined> } {
  const entries = names.map((name) => [name, whole[name]]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as object;
}
