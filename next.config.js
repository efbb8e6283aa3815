/** @type {import("next").NextConfig} */
const config = {
  output: "standalone",
  serverExternalPackages: ["bullmq", "ioredis"],
  images: { unoptimized: true },
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  agentRules: false,
  devIndicators: false,
  reactStrictMode: true,
  outputFileTracingExcludes: { "*": ["node_modules/@img/**", "node_modules/sharp/**"] },
};

export default config;
