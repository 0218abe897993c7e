import type { ReactNode } from "react";

interface ProgressBarProps {
  done: number;
  total: number;
  label: string;
  children?: ReactNode;
}

/** How far the person has come, and what else has to stay in sight while the items scroll. */
export function ProgressBar({ done, total, label, children }: ProgressBarProps) {
  return (
    <div className="progress-strip">
      {total > 0 && (
        <>
          <p id="progress-label" className="text-sm text-muted-foreground tabular-nums">
            {label}
          </p>
          <progress aria-labelledby="progress-label" value={done} max={total} />
        </>
      )}
      {children}
    </div>
  );
}
