/** Minimum, median and maximum of a series. */
export interface Spread {
  min: number;
  median: number;
  max: number;
}

export function spread(values: number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const median =
    sorted.length % 2 === 1 ? at(Math.floor(middle)) : (at(middle - 1) + at(middle)) / 2;
  return { min: at(0), median, max: at(sorted.length - 1) };
}

export function row(name: string, { min, median, max }: Spread): string {
  return `| ${name} | ${min.toFixed(1)} | ${median.toFixed(1)} | ${max.toFixed(1)} |`;
}

export const HEAD = ['| ms | min | median | max |', '|---|---:|---:|---:|'];
