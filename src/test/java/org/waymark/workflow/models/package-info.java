@NullMarked
package org.waymark.workflow.models;

import org.jspecify.annotations.NullMarked;
