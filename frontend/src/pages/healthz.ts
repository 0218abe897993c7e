/** Answers as long as the server runs; says nothing of the backend. */
export function GET(): Response {
  return new Response("ok\n", { headers: { "Content-Type": "text/plain; charset=utf-8" } });
}
