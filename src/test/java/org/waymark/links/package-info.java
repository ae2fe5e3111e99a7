@NullMarked
package org.waymark.links;

import org.jspecify.annotations.NullMarked;
