export * from './ids.ts';
export * from './localized.ts';
export * from './record.ts';
export * from './validator.ts';
export * from './verdict.ts';
export * from './course-pack.ts';
export * from './provisioner.ts';
export * from './video-source.ts';
