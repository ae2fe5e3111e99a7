/** The pages of the tables that decide. */
@NullMarked
package org.waymark.rules.web;

import org.jspecify.annotations.NullMarked;
