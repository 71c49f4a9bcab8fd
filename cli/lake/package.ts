/** The package of the lake: DuckDB comes with it, so it is installed by those who want it. */
export async function lakePackage(): Promise<typeof import("@cumulog/lake")> {
  try {
    return await import("@cumulog/lake");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw cause;
    throw new Error("The lake is a package of its own: npm install @cumulog/lake", { cause });
  }
}
