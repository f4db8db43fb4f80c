#!/bin/sh
# Stands in make's place in a sandbox. When stap has the module of a script built, and the preparation of the pair has seen
# a module with this very Makefile and these arguments, compiler and linker run with the commands that kbuild gave them
# then; kbuild takes a second to come to the same commands. All else is make's: other Makefiles, other arguments, and what
# fails, so that every message is kbuild's own.
make=/stapfarm/make
recorded=/stapfarm/prepared/kbuild

folder='' build='' before='' arch=''
for word; do
    case $word in
        M=*) folder=${word#M=} ;;
        ARCH=*) arch=${word#ARCH=} ;;
    esac
    case $before in -C) build=$word ;; esac
    before=$word
done

first() { printf '%s' "$1"; }
name=$(first "$folder"/*_src.c)
name=${name##*/}
name=${name%_src.c}
case $name in '' | *[!A-Za-z0-9_]*) exec "$make" "$@" ;; esac

# How many jobs at once depends on the machine, names and numbers of objects on the script; all else makes the shape.
shape=$({
    for word; do
        case $word in -j*) ;; *) printf '%s\n' "$word" ;; esac
    done
    sed -e "s/$name/@NAME@/g" -e '/^@NAME@-y :=/d' -e '/@NAME@_aux_[0-9]*\.o: /d' "$folder/Makefile"
} | sha256sum)
shape=${shape%% *}
if [ ! -f "$recorded/$shape" ]; then
    echo "$shape" >"$folder/.stapfarm-shape"
    exec "$make" "$@"
fi

# kbuild computes checksums of exported symbols; no module of stap's own has one, but embedded C may.
if grep -q EXPORT_SYMBOL "$folder/$name"_*.c; then exec "$make" "$@"; fi

objects=$(sed -n "s/^$name-y := *//p" "$folder/Makefile")

commands() { # KIND [OBJECT]
    sed -n "/^$1 /{s///;s/@OBJECTS@/$objects/g;s/@OBJECT@/$2/g;s/@NAME@/$name/g;p;}" "$recorded/$shape"
}

# objtool asks for it: the folder of the architecture, which two of them share.
case $arch in i386 | x86_64) arch=x86 ;; esac

# The script's own code takes longest, so all other objects are made beside it.
steps=$(
    echo "cd -P '$build'"
    echo '('
    commands object "${name}_src"
    echo ') & source=$!'
    for object in $objects; do
        [ "$object" = "${name}_src.o" ] || commands object "${object%.o}"
    done
    commands alone
    echo 'wait "$source"'
    commands then
)
if SRCARCH=$arch /bin/sh -e -c "$steps" >"$folder/.stapfarm-direct" 2>&1; then
    cat "$folder/.stapfarm-direct" >&2
    exit 0
fi

rm -f "$folder"/*.o "$folder"/.*.o "$folder"/.*.cmd "$folder"/.*.d "$folder/$name".mod* "$folder/$name.ko" \
    "$folder/modules.order" "$folder/Module.symvers" "$folder/.stapfarm-direct"
exec "$make" "$@"
