/** What a character is to the scanner of lines. */
export const CharacterKind = { space: 0, letter: 1, digit: 2, joint: 3, separator: 4 } as const;

/** The kind of each ASCII character; others are letters. Joints stand inside words: `a-b`, `a.b`, `a_b`, `a/b`. */
export const KIND_OF = new Uint8Array(128).fill(CharacterKind.separator);

for (let code = 0; code <= 32; code++) KIND_OF[code] = CharacterKind.space;
KIND_OF[127] = CharacterKind.space;
for (let code = 48; code <= 57; code++) KIND_OF[code] = CharacterKind.digit;
for (let code = 65; code <= 90; code++) KIND_OF[code] = KIND_OF[code + 32] = CharacterKind.letter;
for (const joint of "_-./\\@$~+%*") KIND_OF[joint.charCodeAt(0)] = CharacterKind.joint;

export const isLetter = (code: number): boolean => code > 127 || KIND_OF[code] === CharacterKind.letter;
export const isDigit = (code: number): boolean => code >= 48 && code <= 57;
export const isSpace = (code: number): boolean => code <= 32 || code === 127;
