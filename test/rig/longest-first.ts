import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take long although they are short, the longest first. What is named nowhere comes after, by its size. */
const long = [
  "test/federation/convergence/convergence.test.ts",
  "test/federation/convergence/many-servers.test.ts",
  "test/federation/fuzz/fuzz.test.ts",
  "test/smoke-demo.test.ts",
  "test/federation/kill.test.ts",
  "test/cli.test.ts",
  "test/federation/snac.test.ts",
  "test/mastodon/journeys.test.ts",
  "test/federation/outsider.test.ts",
];

/**
 * Begins with what takes longest, so that at the end nobody waits for one file while the other processor rests. Vitest
 * itself knows how long a file takes only where it has run before.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = long.findIndex((name) => moduleId.endsWith(name));
      return at < 0 ? long.length : at;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
