import type { ReactNode } from "react";

const solid = { fill: "currentColor", stroke: "none" } as const;
const ring = <circle cx="8" cy="8" r="5.25" />;

/** Every glyph on a grid of 16, stroke 1.5. Only active (half), suspect and stuck are solid. */
export const glyphShapes = {
  waiting: ring,
  prioritized: (
    <>
      <circle cx="8" cy="9.25" r="4" />
      <path d="M5.5 3.5 8 1.25l2.5 2.25" />
    </>
  ),
  delayed: (
    <>
      {ring}
      <path d="M8 5v3.25l2 1.25" />
    </>
  ),
  active: (
    <>
      {ring}
      <path d="M8 2.75a5.25 5.25 0 0 0 0 10.5z" {...solid} />
    </>
  ),
  blocked: (
    <>
      <path d="M4 2.5h8M4 13.5h8" />
      <path d="M5 2.75c0 3.25 2.4 3.9 2.4 5.25S5 10 5 13.25M11 2.75c0 3.25-2.4 3.9-2.4 5.25S11 10 11 13.25" />
      <path d="M6 13c.2-1.6 1-2.2 2-2.7 1 .5 1.8 1.1 2 2.7z" {...solid} />
    </>
  ),
  completed: (
    <>
      {ring}
      <path d="m5.6 8.1 1.7 1.7 3.2-3.5" />
    </>
  ),
  failed: (
    <>
      <rect x="2.75" y="2.75" width="10.5" height="10.5" rx="2" />
      <path d="m5.75 5.75 4.5 4.5m0-4.5-4.5 4.5" />
    </>
  ),
  "dead-end": (
    <>
      <rect x="1.25" y="3.25" width="9.5" height="9.5" rx="2" />
      <path d="m4 6 4 4m0-4-4 4" />
      <path d="M14 2.5v11" strokeWidth="2" />
    </>
  ),
  slow: <path d="M8 2.75 14 13H2z" />,
  suspect: <path d="M8 2.75 14 13H2z" fill="currentColor" />,
  stuck: <path d="M8 1.5 14.5 8 8 14.5 1.5 8z" className="fill-stuck-glyph stroke-stuck-edge" strokeWidth="1.25" />,
  lost: <path d="M8.7 2.9a5.25 5.25 0 0 0-5 8.8M7.3 13.1a5.25 5.25 0 0 0 5-8.8" />,
  missing: <circle cx="8" cy="8" r="5.25" strokeDasharray="0.1 3.2" />,
  "no-worker": (
    <>
      <circle cx="8" cy="8" r="5.25" strokeDasharray="2.2 1.94" />
      <path d="M8 6v2.6M8 10.6v.1" />
    </>
  ),
  paused: (
    <>
      {ring}
      <path d="M6.6 6v4M9.4 6v4" />
    </>
  ),
  fact: <path d="m3.5 8.4 3 3 6-6.6" />,
  guess: <path d="M5.6 6a2.4 2.4 0 1 1 3.6 2.1c-.8.45-1.2.9-1.2 1.7M8 12.4v.1" />,
  unknown: <path d="M4 8h8" strokeDasharray="1.5 3" />,
  triage: (
    <>
      <path d="M6.5 4h7M6.5 8h7M6.5 12h7" />
      <path d="M3 2.5 4.5 4 3 5.5 1.5 4z" {...solid} />
      <path d="M2.5 8h1M2.5 12h1" />
    </>
  ),
  flows: (
    <>
      <rect x="1.75" y="5.75" width="4" height="4.5" rx="1" />
      <rect x="10.25" y="2" width="4" height="4" rx="1" />
      <rect x="10.25" y="10" width="4" height="4" rx="1" />
      <path d="M5.75 8H8m2.25-4H8v8h2.25" />
    </>
  ),
  locks: (
    <>
      <rect x="3" y="7" width="10" height="6.75" rx="1.5" />
      <path d="M5.25 7V5a2.75 2.75 0 0 1 5.5 0v2" />
    </>
  ),
  queues: (
    <>
      <rect x="2" y="2.75" width="12" height="3" rx="1" />
      <path d="M2.75 9h10.5M2.75 12.5h7" />
    </>
  ),
  workers: (
    <>
      <rect x="4" y="4" width="8" height="8" rx="1.5" />
      <path d="M6.25 1.75V4m3.5-2.25V4m-3.5 8v2.25m3.5-2.25v2.25M1.75 6.25H4m-2.25 3.5H4m8-3.5h2.25M12 9.75h2.25" />
    </>
  ),
  activity: <path d="M1.75 8.5h2.5l2-5.5 3.5 10 2-4.5h2.5" />,
  settings: (
    <>
      <path d="M2 4.75h6m4 0h2M2 11.25h2m4 0h6" />
      <circle cx="10" cy="4.75" r="1.75" />
      <circle cx="6" cy="11.25" r="1.75" />
    </>
  ),
  chevron: <path d="m6 4 4 4-4 4" />,
  down: <path d="m4 6 4 4 4-4" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.25" />
      <path d="m10.25 10.25 3.25 3.25" />
    </>
  ),
  more: (
    <g {...solid}>
      <circle cx="3.5" cy="8" r="1.25" />
      <circle cx="8" cy="8" r="1.25" />
      <circle cx="12.5" cy="8" r="1.25" />
    </g>
  ),
  plus: <path d="M8 3.5v9M3.5 8h9" />,
  minus: <path d="M3.5 8h9" />,
  arrow: <path d="M3 8h9.5M9 4.5 12.5 8 9 11.5" />,
  copy: (
    <>
      <rect x="5.75" y="5.75" width="7.75" height="7.75" rx="1.5" />
      <path d="M10.25 3.5v-.25a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h.25" />
    </>
  ),
  close: <path d="m4 4 8 8m0-8-8 8" />,
  back: <path d="m10 4-4 4 4 4" />,
} as const satisfies Record<string, ReactNode>;

export type GlyphName = keyof typeof glyphShapes;
