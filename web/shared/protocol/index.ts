export * from './frames.ts';
export * from './ports.ts';
