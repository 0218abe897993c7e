import { buttonVariants } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";

const WRAPPED = "button w-full";

/** How the buttons of plain pages look: the one thing to do, others, and what cannot be undone. */
export const BUTTON = {
  main: cn(buttonVariants(), WRAPPED, "min-h-14 text-lg! leading-snug font-semibold!"),
  other: cn(buttonVariants({ variant: "outline" }), WRAPPED, "min-h-12 text-base! leading-snug"),
  grave: cn(
    buttonVariants({ variant: "outline" }),
    WRAPPED,
    "min-h-14 border-destructive text-lg! leading-snug font-semibold! text-destructive",
  ),
} as const;

export type ButtonLook = keyof typeof BUTTON;

/** How fields for one line look. */
export const FIELD = "h-12! text-lg!";
