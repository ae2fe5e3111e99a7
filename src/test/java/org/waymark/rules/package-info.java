@NullMarked
package org.waymark.rules;

import org.jspecify.annotations.NullMarked;
