/** Figures that are measured and not tested; only the profile {@code benchmark} runs them. */
@NullMarked
package org.waymark.benchmark;

import org.jspecify.annotations.NullMarked;
