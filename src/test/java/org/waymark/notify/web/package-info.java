@NullMarked
package org.waymark.notify.web;

import org.jspecify.annotations.NullMarked;
