/**
 * Orders versions of a pack, the newest first, by Semantic Versioning: numbers count as numbers, and a pre-release comes before its release. A
 * correction of an old version stays old, whenever it was published. For `order by` over `pack_version`.
 */
export const NEWEST_FIRST = `string_to_array(split_part(version, '-', 1), '.')::bigint[] desc, position('-' in version) > 0, published_at desc`;
