import type { ReactNode } from "react";

import type { Answers } from "@/api/schema-types";
import { Card, CardContent } from "@/components/ui/card";

interface StoredAnswersProps {
  answers: Answers;
  children: ReactNode;
}

/** What would be stored, item by item, where a participant is thanked. */
export function StoredAnswers({ answers, children }: StoredAnswersProps) {
  return (
    <Card>
      <CardContent className="flex flex-col gap-4">
        <h1 className="page-title">These answers would be stored</h1>
        <table className="w-full text-left text-sm">
          <thead>
            <tr className="border-b">
              <th scope="col" className="py-2 pr-4 font-semibold">
                Item
              </th>
              <th scope="col" className="py-2 font-semibold">
                Value
              </th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(answers).map(([name, value]) => (
              <tr key={name} className="border-b align-top">
                <th scope="row" className="py-2 pr-4 font-mono font-normal">
                  {name}
                </th>
                <td className="py-2 font-mono break-all">{JSON.stringify(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {children}
      </CardContent>
    </Card>
  );
}
