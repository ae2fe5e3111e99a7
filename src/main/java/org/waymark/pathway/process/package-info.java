@NullMarked
package org.waymark.pathway.process;

import org.jspecify.annotations.NullMarked;
