# SCRATCH TOOLCHAIN CLIENT-ROOT KERNEL-TREE RELEASE STAP-CACHE PORT
# stap-serverd as its administrator would start it, in a mount namespace of its own: what is mounted goes with it.
set -e
root=$1/root
mkdir -p "$1/upper" "$1/work" "$root"
mount -t overlay overlay -o "lowerdir=$2:$3,upperdir=$1/upper,workdir=$1/work" "$root"
for part in usr/src usr/lib/debug boot $(cd "$4" && echo usr/lib/linux-kbuild-*); do
    mkdir -p "$root/$part"
    mount --bind "$4/$part" "$root/$part"
done
mkdir -p "$root/usr/lib/modules/$5"
mount --bind "$4/lib/modules/$5" "$root/usr/lib/modules/$5"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
# What stap tries out once per kernel is done.
mkdir -p "$root/var/lib/stap-server/.systemtap"
cp -r "$6" "$root/var/lib/stap-server/.systemtap/cache"
chroot "$root" useradd --system --home-dir /var/lib/stap-server stap-server
chroot "$root" chown -R stap-server /var/lib/stap-server
exec chroot "$root" setpriv --reuid=stap-server --regid=stap-server --clear-groups \
    env -i PATH=/usr/bin:/bin:/usr/sbin HOME=/var/lib/stap-server LANG=C.UTF-8 \
    /usr/lib/systemtap/stap-serverd --port="$7" -r "$5" --max-request-size=100000000 --max-compressed-request=100000000
