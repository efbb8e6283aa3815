/** @type {import("next").NextConfig} */
const config = {
  output: "standalone",
  // A bundler would follow sketches-js to a package that only its Protobuf format needs.
  serverExternalPackages: ["bullmq", "ioredis", "@datadog/sketches-js"],
  images: { unoptimized: true },
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  agentRules: false,
  devIndicators: false,
  reactStrictMode: true,
  // Next answers that redirect before proxy.ts, without our security headers.
  skipTrailingSlashRedirect: true,
  // `npm run verify` checks the types of everything; a build need not do it again.
  typescript: { ignoreBuildErrors: true },
  outputFileTracingExcludes: { "*": ["node_modules/@img/**", "node_modules/sharp/**"] },
};

export default config;
