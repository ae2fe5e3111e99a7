@NullMarked
package org.waymark.carers.process;

import org.jspecify.annotations.NullMarked;
