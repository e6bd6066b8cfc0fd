import { z } from "zod";
import { Refusal } from "../../core/refusal.ts";

/** What is empty or too long is refused in the words of its form. */
export async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    throw new Refusal("invalid", error.issues[0]!.message, { cause: error });
  }
}

/**
 * What one may not do is "unprocessable" to apps: at 403 they would take the member to be signed out.
 *
 * @param hidden said where what it is about is not there for them
 */
export async function inWordsOfApps<T>(hidden: string, work: () => Promise<T>): Promise<T> {
  try {
    return await inWords(work);
  } catch (error) {
    if (error instanceof Refusal && error.code === "forbidden") {
      throw new Refusal("invalid", error.message, { cause: error });
    }
    if (error instanceof Refusal && error.code === "not found") {
      throw new Refusal("invalid", hidden, { cause: error });
    }
    throw error;
  }
}
