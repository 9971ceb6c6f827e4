export function differences(one: object, other: object): string[];
