import { Suspense } from "react";

import { SettingsPage } from "@/components/settings/settings-page";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { PageReady } from "@/components/page/page-ready";
import { decodePageParam } from "@/lib/client/links";

export default function Page({ params }: PageProps<"/c/[conn]/settings">) {
  return (
    <Suspense fallback={<ListSkeleton label="Loading" />}>
      {params.then(({ conn }) => (
        <>
          <SettingsPage conn={decodePageParam(conn)} />
          <PageReady />
        </>
      ))}
    </Suspense>
  );
}
