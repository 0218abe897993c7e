import type { ComponentProps } from "react";

import type { VariantProps } from "class-variance-authority";

import { buttonVariants } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";

type PushButtonProps = ComponentProps<"button"> & VariantProps<typeof buttonVariants>;

/**
 * A button with shadcn/ui's look, as high as its words need; their own component brings a slot that
 * nothing here fills.
 */
export function PushButton({ variant, className, ...props }: PushButtonProps) {
  const look = cn(buttonVariants({ variant }), "button", className);
  return <button type="button" data-slot="button" className={look} {...props} />;
}
