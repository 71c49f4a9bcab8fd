/** What a lake cannot do, in one sentence: what, where, what was expected. */
export class LakeError extends Error {
  override readonly name: string = "LakeError";
}

/** There is no lake in the folder. */
export class LakeNotFoundError extends LakeError {
  override readonly name = "LakeNotFoundError";
  constructor(directory: string) {
    super(
      `There is no lake in ${directory}: load logs first, for example: cumulog lake load app.log --lake ${directory}`,
    );
  }
}
