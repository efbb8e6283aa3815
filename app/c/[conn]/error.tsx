"use client";

import type { ComponentProps, ReactNode } from "react";

import ErrorPage from "@/app/error";
import { PageReady } from "@/components/page/page-ready";

/** A page that broke keeps its frame: the way to the other pages. */
export default function BrokenPage(props: ComponentProps<typeof ErrorPage>): ReactNode {
  return (
    <>
      <ErrorPage {...props} />
      <PageReady />
    </>
  );
}
