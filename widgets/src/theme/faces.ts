/**
 * The faces: the browser loads only the subsets whose letters are on the page. Inter comes with the page; Pretendard's
 * list of subsets is long, so it follows without holding up the first draw.
 */
import '@fontsource-variable/inter/index.css';

import('pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css').catch(() => undefined);
