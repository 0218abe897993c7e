interface ProgressBarProps {
  done: number;
  total: number;
  label: string;
}

/** How far the person has come; stays in sight while the items scroll. */
export function ProgressBar({ done, total, label }: ProgressBarProps) {
  return (
    <div className="progress-strip">
      <p id="progress-label" className="text-sm text-muted-foreground tabular-nums">
        {label}
      </p>
      <progress aria-labelledby="progress-label" value={done} max={total} />
    </div>
  );
}
