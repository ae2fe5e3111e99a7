@NullMarked
package org.waymark.workflow;

import org.jspecify.annotations.NullMarked;
