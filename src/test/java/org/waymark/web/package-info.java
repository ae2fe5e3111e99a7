@NullMarked
package org.waymark.web;

import org.jspecify.annotations.NullMarked;
