// The server's rule, said before it has to refuse (gateway/api/limits.hpp).
export const passwordCharactersMin = 15;

export function isTooShort(password: string): boolean {
  return [...password].length < passwordCharactersMin;
}
