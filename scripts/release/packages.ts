/** The packages that are published, in the order in which each needs only those before it. */
export const PACKAGES = ["lib", "infra", "local", "lake", "cli"] as const;

/** A folder of the workspace that is published. */
export type PackageFolder = (typeof PACKAGES)[number];

/** Where the repository is read. The one place that says so. */
export const REPOSITORY = "https://github.com/cumulog/cumulog";

/** The condition under which a package of the workspace is its source; what is published does not have it. */
export const SOURCE_CONDITION = "cumulog-source";
