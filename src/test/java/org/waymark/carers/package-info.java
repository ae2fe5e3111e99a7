@NullMarked
package org.waymark.carers;

import org.jspecify.annotations.NullMarked;
