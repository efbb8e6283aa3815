"use client";

/** A page that broke keeps its frame: the way to the other pages. */
export { default } from "@/app/error";
