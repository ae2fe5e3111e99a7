/** The append-only record. */
@NullMarked
package org.waymark.audit;

import org.jspecify.annotations.NullMarked;
