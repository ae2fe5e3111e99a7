@NullMarked
package org.waymark.rules.web;

import org.jspecify.annotations.NullMarked;
