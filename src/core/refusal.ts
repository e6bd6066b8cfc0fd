const statuses = {
  invalid: 422,
  "not signed in": 401,
  forbidden: 403,
  "not found": 404,
  gone: 410,
  conflict: 409,
  "too large": 413,
  "too many": 429,
  unreachable: 502,
} as const;

export type RefusalCode = keyof typeof statuses;
export type RefusalStatus = (typeof statuses)[RefusalCode];

/** A problem with one field of a form: `field` is the input's name. */
export interface FieldProblem {
  field: string;
  text: string;
}

/**
 * An expected refusal. It is thrown, so that a transaction rolls back.
 * The message is safe to show to anyone; what is not belongs in `cause`.
 */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly problems: FieldProblem[];

  constructor(
    code: RefusalCode,
    message: string,
    options: { problems?: FieldProblem[]; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "Refusal";
    this.code = code;
    this.problems = options.problems ?? [];
  }

  get status(): RefusalStatus {
    return statuses[this.code];
  }
}

export const refusalCodes = Object.keys(statuses) as RefusalCode[];

/** The refusal for what does not exist and for what may not be seen: the same words, so that neither shows. */
export const notFound = (): Refusal =>
  new Refusal("not found", "There is nothing here, or you may not see it.");

export const invalid = (field: string, text: string): Refusal =>
  new Refusal("invalid", text, { problems: [{ field, text }] });
