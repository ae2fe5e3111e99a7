/** What tests share: one PostgreSQL and one application context for the whole run. */
@NullMarked
package org.waymark.support;

import org.jspecify.annotations.NullMarked;
