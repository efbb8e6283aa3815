import { Suspense } from "react";

import { LocksPage } from "@/components/locks/locks-page";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { decodePageParam } from "@/lib/client/links";

export default function Page({ params }: PageProps<"/c/[conn]/locks">) {
  return (
    <Suspense fallback={<ListSkeleton label="Loading" />}>
      {params.then(({ conn }) => (
        <LocksPage conn={decodePageParam(conn)} />
      ))}
    </Suspense>
  );
}
