/** What is logged is told by the library itself, which stays outside of the bundle, as a dependency of a server does. */
export default { serverExternalPackages: ["cumulog"], devIndicators: false };
