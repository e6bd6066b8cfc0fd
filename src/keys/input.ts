import { z } from "zod";

export const rotateInput = z.object({
  whose: z.enum(["instance", "all"], { error: "Choose whose keys are replaced" }),
  /** They may be in others' hands. */
  compromised: z
    .enum(["yes", "no"], { error: "Say whether somebody else may have the keys" })
    .transform((value) => value === "yes"),
  sure: z.literal("yes", { error: "Confirm that you want to replace the keys" }),
});
export type RotateInput = z.input<typeof rotateInput>;
