@NullMarked
package org.waymark.notify;

import org.jspecify.annotations.NullMarked;
