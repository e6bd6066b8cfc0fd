import type { Html } from "../html.ts";
import { errorSummary } from "../nhs/error-summary.ts";

/** One thing to put right, and the id of the field it is about (null for the form as a whole). */
export interface Problem {
  field: string | null;
  text: string;
}

/** The summary at the top of a page that could not be saved; each problem links to its field. */
export function problemSummary(problems: readonly Problem[], title = "There is a problem"): Html | null {
  if (problems.length === 0) return null;
  return errorSummary({
    heading: title,
    errorList: problems.map(({ field, text }) => ({ text, href: field ? `#${field}` : undefined })),
  });
}

/** The message for one field, in the shape that the form components take. */
export function problemAt(problems: readonly Problem[], field: string): { text: string } | undefined {
  const found = problems.find((problem) => problem.field === field);
  return found && { text: found.text };
}
