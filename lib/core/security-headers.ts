export type HeaderOptions = {
  /** A fresh random text for every answer. */
  readonly nonce: string;
  /** React's development build needs `eval`. */
  readonly development: boolean;
};

/**
 * sonner puts its style sheet into the page from a script and knows no nonce, so the sheet is allowed by its hash.
 * It belongs to the pinned version; `security-headers.test.ts` compares it with the installed package.
 */
export const sonnerStyleHash = "sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY=";

/** sonner puts the empty element into the page before it fills it. */
const emptyStyleHash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

/** The Content-Security-Policy of every answer. */
export function contentSecurityPolicy({ nonce, development }: HeaderOptions): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' 'nonce-${nonce}' '${sonnerStyleHash}' '${emptyStyleHash}'`,
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join("; ");
}

/** The security headers of every answer, errors and redirects too. */
export function securityHeaders(options: HeaderOptions): readonly (readonly [name: string, value: string])[] {
  return [
    ["content-security-policy", contentSecurityPolicy(options)],
    ["x-content-type-options", "nosniff"],
    ["referrer-policy", "same-origin"],
    ["permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"],
    ["cross-origin-opener-policy", "same-origin"],
    ["cross-origin-resource-policy", "same-origin"],
    ["x-frame-options", "DENY"],
  ];
}
