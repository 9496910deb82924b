import { mapEachItem, type Filter } from './filter.ts';
import { objectOption } from './filter-options.ts';
import { textOfValue } from './regex.ts';

/** Looks each response up in `mapping_dict`; what is not there becomes `default_value` (null). */
export const map: Filter = {
  name: 'map',
  prepare(options) {
    const entries = new Map(Object.entries(objectOption(options, 'mapping_dict')));
    const missing = options['default_value'] ?? null;
    return mapEachItem((value) => entries.get(textOfValue(value)) ?? missing);
  },
};
