import { redirect } from "next/navigation";

import { triageHref } from "@/lib/client/links";

/** The start: triage of the one connection. */
export default function Page(): never {
  redirect(triageHref("default"));
}
