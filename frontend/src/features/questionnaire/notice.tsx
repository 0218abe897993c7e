import type { ReactNode } from "react";

import { Card, CardContent } from "@/components/ui/card";

interface NoticeProps {
  title: string;
  detail: string;
  children?: ReactNode;
}

/** One thing to say, with nothing to fill in. */
export function Notice({ title, detail, children }: NoticeProps) {
  return (
    <Card>
      <CardContent className="flex flex-col gap-3">
        <h1 className="page-title" tabIndex={-1} data-focus-first>
          {title}
        </h1>
        <p className="text-pretty text-muted-foreground">{detail}</p>
        {children}
      </CardContent>
    </Card>
  );
}
