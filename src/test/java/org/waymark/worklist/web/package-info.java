/** Tests of the pages of the worklist and of a task. */
@NullMarked
package org.waymark.worklist.web;

import org.jspecify.annotations.NullMarked;
