import { redirect } from "next/navigation";

import { decodePageParam, flowHref, readJobParam } from "@/lib/client/links";
import { findRoot } from "@/lib/server/find-root";

/** The permalink of any job, for logs and alerts: it leads to the job in its flow. */
export default async function Page({ params, searchParams }: PageProps<"/c/[conn]/j/[queue]/[job]">): Promise<never> {
  const [{ conn: encoded, queue, job }, search] = await Promise.all([params, searchParams]);
  const conn = decodePageParam(encoded);
  const ref = { queue: decodePageParam(queue), id: readJobParam(job, search["job"]) };
  redirect(flowHref(conn, await findRoot(conn, ref), { sel: ref, panel: "why" }));
}
