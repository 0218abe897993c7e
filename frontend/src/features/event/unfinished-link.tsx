import { buttonVariants } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";

interface UnfinishedLinkProps {
  href: string;
  label: string;
  /** Whether there is nothing else to do on the page. */
  isMain: boolean;
}

/** The way back to a report that was begun and not sent. */
export function UnfinishedLink({ href, label, isMain }: UnfinishedLinkProps) {
  const look = buttonVariants({ variant: isMain ? "default" : "outline" });
  return (
    <a href={href} className={cn(look, "button min-h-14 w-full text-lg! font-semibold!")}>
      {label}
    </a>
  );
}
