import { spawnSync } from "node:child_process";

const { E2E_PYTHON: python = "" } = process.env;

interface Wanted {
  places?: number;
  /** Who is not 18 cannot take part. */
  questions?: boolean;
  /** It asks within people's own hours. */
  hours?: boolean;
  /** Somebody who has taken part for some days. */
  member?: string;
}

/** Sets up a study that people can join by themselves in the stack under test. */
export function setUpStudy(slug: string, wanted: Wanted = {}): void {
  const { places, questions, hours, member } = wanted;
  const options = [
    ...(places ? ["--places", String(places)] : []),
    ...(questions ? ["--questions"] : []),
    ...(hours ? ["--hours"] : []),
    ...(member ? ["--member", member] : []),
  ];
  const { status, stderr } = spawnSync(
    python,
    ["-m", "devstack.joinable_study", slug, ...options],
    {
      cwd: "../app",
      encoding: "utf8",
    },
  );
  if (status !== 0) throw new Error(stderr);
}
