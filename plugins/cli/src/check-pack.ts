import { uncleaned } from '@cloudclass/cloudformation/cleaned-services';
import { checkCode, type CodeFailure } from '@cloudclass/code-validator';
import { loadPack, type PackChecks, type PackLoad } from '@cloudclass/plugin-loader';
import { checkProbe } from '@cloudclass/probe/check';

/**
 * Loads the pack in a folder and finds all that can be found before a class meets it: what the loader finds, and what the plugins say that a lab would
 * run it with. Code is loaded in the sandbox in which the server runs it, and not called.
 */
export function checkPack(folder: string): Promise<PackLoad> {
  return loadPack(folder, checks);
}

const checks: PackChecks = {
  uncleaned,
  checkProbe,
  checkCode: async (source) => {
    const failure = await checkCode(source);
    return failure && { line: failure.line ?? 1, message: messageOf(failure) };
  },
};

function messageOf({ code, detail }: CodeFailure): string {
  switch (code) {
    case 'CODE_TIMEOUT':
      return `takes too long while it is loaded (${detail})`;
    case 'CODE_MEMORY':
      return `takes too much memory while it is loaded (${detail})`;
    case 'CODE_THREW':
    case 'CODE_RESULT_INVALID':
      return detail;
  }
}
