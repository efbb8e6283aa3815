"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { PageHead } from "@/components/page/page-head";
import { recordsText } from "@/components/page/records-text";
import { useRowKeys } from "@/components/page/use-row-keys";
import { healthQuery } from "@/lib/client/queries";

import { ActivityEntries } from "./activity-entries";
import { ActivityFilters } from "./activity-filters";
import { IncidentList } from "./incident-list";
import { OperationList } from "./operation-list";

/** What happened without anybody looking, and every action that was asked of Flowlock, newest first. */
export function ActivityPage({ conn }: { readonly conn: string }): ReactNode {
  useRowKeys();
  const health = useQuery(healthQuery()).data;
  const records = health?.connections.find(({ id }) => id === conn)?.records;
  const kept = records === undefined ? "" : ` ${recordsText(records)}`;
  return (
    <>
      <title>Activity — Flowlock</title>
      <PageHead
        namesPlace
        title="Activity"
        note={`Incidents of the last 7 days, and what was asked of Flowlock in the last 30, refused requests too. Times in UTC.${kept}`}
      />
      <IncidentList conn={conn} />
      <OperationList conn={conn} />
      <h2 className="border-t px-6 pt-4 pb-2 font-semibold max-md:px-4">Actions</h2>
      <ActivityFilters conn={conn} />
      <ActivityEntries conn={conn} />
    </>
  );
}
